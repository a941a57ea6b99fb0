"""The measures. Each is a package that imports core and no other plugin."""
