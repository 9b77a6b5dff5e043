"""The pages of tests, results and feedback."""

from .bank import module_test, question_create, question_edit, question_remove
from .learning import feedback_words, learning_modules, learning_trainers, score_list
from .room import paper_scores, session_tests, test_open
from .take import feedback_give, test_take

__all__ = [
    "feedback_give",
    "feedback_words",
    "learning_modules",
    "learning_trainers",
    "module_test",
    "paper_scores",
    "question_create",
    "question_edit",
    "question_remove",
    "score_list",
    "session_tests",
    "test_open",
    "test_take",
]
