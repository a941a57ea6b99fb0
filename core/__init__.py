"""The kernel of Xiaoneng 效能: tenancy, roles, cases, legal deadlines and search, on which every measure stands."""

__version__ = "0.1.0"
