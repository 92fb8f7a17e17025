"""What is only read: messages, security events, problems, refused calls, the audit trail."""
