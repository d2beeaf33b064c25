"""What people ask for, as plain functions: each takes a session, who asks, and what time it is; a refusal is `Refused`."""
