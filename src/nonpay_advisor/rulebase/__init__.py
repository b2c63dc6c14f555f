"""Reading rules; what is wrong with them is said here, in words for a paralegal."""
