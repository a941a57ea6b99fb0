"""Enforcement officers 执法人员: their certificates, two of them for every act, and who must stand back (42, 43)."""
