"""Notes 批注 on a case inside the own unit: nobody else reads them, and nobody changes them."""
