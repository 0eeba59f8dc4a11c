"""Pictures painted with QPainter from plain figures: no chart library, crisp at any scaling, readable without colour."""
