"""Spot checks and appraisal 抽查和考评 of the general office: what was gone through, the unit's answer."""
