"""The desk: where members listen, decide, act and account. Views translate HTTP; every one declares its permission."""
