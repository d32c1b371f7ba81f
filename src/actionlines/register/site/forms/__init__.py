"""Forms: what is asked, how it is shown, and how what was typed becomes the plain values that actions take."""
