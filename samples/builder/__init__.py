"""Turns the plain agreements in ``samples/sources`` into files as real programs write them."""
