"""The documents are the contract's own words, their metadata fit a vector store, and can be asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from contract_loader import ContractLoader
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.vectorstores import InMemoryVectorStore

from contract_scan import Scanner, scan

CONTRACTS = Path(__file__).parents[1] / "contracts"


@pytest.fixture(scope="module")
def documents():
    with pytest.warns(UserWarning, match=r"damaged\.pdf was not read whole: corrupt"):
        return ContractLoader(CONTRACTS).load()


def test_each_document_is_a_clause_in_the_contracts_own_words(documents):
    for name in ("lost.txt", "fair.txt"):
        report = scan(CONTRACTS / name)
        found = [one for one in documents if Path(one.metadata["source"]).name == name]
        assert len(found) > 5
        for one in found:
            assert one.page_content == report.document.text[one.metadata["start"] : one.metadata["end"]]
            assert (one.metadata["verdict"], one.metadata["score"]) == (report.refund.verdict, report.refund.score)


def test_metadata_are_plain_and_ids_unique(documents):
    assert len({one.id for one in documents}) == len(documents)
    for one in documents:
        assert json.loads(json.dumps(one.metadata)) == one.metadata
        assert all(isinstance(value, str | int) for value in one.metadata.values())


def test_a_store_is_asked_for_what_was_found(documents):
    store = InMemoryVectorStore(DeterministicFakeEmbedding(size=16))
    store.add_documents(documents)
    store.add_documents(documents)  # under the same ids: nothing is there twice
    assert len(store.store) == len(documents)
    found = store.similarity_search("押金退不退", k=9, filter=lambda one: "REF-NEVER" in one.metadata["rule_ids"])
    assert [one.metadata["clause"] for one in found] == ["第一条 1.2"]
    assert "（二）" in found[0].page_content


def test_one_file_is_loaded_and_masked():
    (first, *_) = ContractLoader(CONTRACTS / "lost.txt", Scanner(redact=True)).load()
    assert Path(first.metadata["source"]) == CONTRACTS / "lost.txt"
    assert "13800000000" not in first.page_content
