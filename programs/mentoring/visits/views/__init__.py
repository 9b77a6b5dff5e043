"""Pages of mentoring: the start page, lists, one business; arranging a visit; writing it down."""
