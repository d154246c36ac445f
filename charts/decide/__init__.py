"""How much more accurate the advised learner is than each other one."""
