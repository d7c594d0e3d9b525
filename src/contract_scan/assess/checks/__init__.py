"""The known risks as checks: what each looks for, how it ended, and what that means for severity and score."""
