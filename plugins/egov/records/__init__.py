"""Correction of records about oneself 更正 (政府信息公开条例 41): proved, checked, corrected or passed on."""
