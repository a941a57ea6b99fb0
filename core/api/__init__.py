"""The open interface under ``/api/v1``: what core answers as data, and the frame for what plugins answer."""
