"""Pads 预印票据: blocks of numbers printed in advance, each number used, void or lost, with none unaccounted for."""
