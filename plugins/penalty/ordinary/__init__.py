"""Ordinary procedure 普通程序 (行政处罚法 54–65): filed, investigated, told, heard, reviewed, decided."""
