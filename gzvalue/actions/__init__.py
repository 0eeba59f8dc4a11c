"""One function per thing a user can ask for; the window and the commands both call it."""
