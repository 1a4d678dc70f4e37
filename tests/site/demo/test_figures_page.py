"""The table of the example's figures in docs/ is the one that the facts give."""

from tools.demo_figures import PAGE, written


def test_the_table_in_docs_lists_every_figure_as_the_facts_have_it():
    assert PAGE.read_text(encoding="utf-8") == written()
