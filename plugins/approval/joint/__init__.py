"""Joint handling 统一、联合办理: a lead, and parts that other units answer within their limits (行政许可法 26, 42②)."""
