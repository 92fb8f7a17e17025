"""What is only read: messages, security events, problems, refused calls, deviations, the audit."""
