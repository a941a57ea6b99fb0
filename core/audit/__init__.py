"""The audit trail: every act and every reveal leaves a row that nothing changes."""
