"""Changes of forms: operations, their way back, what they carry along."""
