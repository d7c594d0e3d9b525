"""The nouns of the library: documents on the way in, reports on the way out.

What the pipeline passes between its floors are frozen, slotted dataclasses (`model.document`): they are made by the
thousand and come from code that is typed already. What leaves the library is a pydantic model (`model.report`): it is
checked, documented by a JSON Schema, and stable.
"""
