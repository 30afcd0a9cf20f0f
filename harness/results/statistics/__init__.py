"""What can be said of figures beyond their values: how far they would move on other events."""
