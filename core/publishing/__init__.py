"""Publishing 信息发布: written, checked for personal data, signed by a second person, shown, withdrawn with a reason."""
