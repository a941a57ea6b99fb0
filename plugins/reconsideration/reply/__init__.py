"""The respondent's desk 被申请人 in a township: the copy, the answer, the decision and what it asks for."""
