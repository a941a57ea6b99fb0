"""The item library 事项库: editions of items, their laws, the editor, the publish gate and prints."""
