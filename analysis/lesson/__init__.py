"""Every claim of the lesson, judged by the measured rows."""
