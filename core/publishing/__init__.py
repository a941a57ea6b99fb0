"""Publishing 信息发布: written, checked for personal data, signed by a second person, withdrawn with a reason."""
