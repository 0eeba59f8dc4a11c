"""企业用电画像: what an enterprise's electricity readings and bills say about it, each indicator with formula, window and source."""
