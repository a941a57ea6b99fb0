"""Training sessions 集中培训: their register, who came, the sign-in sheet, courseware, opinions."""
