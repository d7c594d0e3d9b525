"""The documents are the contract's own words, their metadata fit a vector store, and can be asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from contract_reader import ContractReader
from llama_index.core import MockEmbedding, VectorStoreIndex
from llama_index.core.schema import MetadataMode
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

from contract_scan import Scanner, scan

CONTRACTS = Path(__file__).parents[1] / "contracts"


@pytest.fixture(scope="module")
def documents():
    with pytest.warns(UserWarning, match=r"damaged\.pdf was not read whole: corrupt"):
        return ContractReader().load_data(CONTRACTS)


def test_each_document_is_a_clause_in_the_contracts_own_words(documents):
    for name in ("lost.txt", "fair.txt"):
        report = scan(CONTRACTS / name)
        found = [one for one in documents if Path(one.metadata["path"]).name == name]
        assert len(found) > 5
        for one in found:
            assert one.text == report.document.text[one.metadata["start"] : one.metadata["end"]]
            assert (one.metadata["verdict"], one.metadata["score"]) == (report.refund.verdict, report.refund.score)


def test_metadata_are_plain_and_ids_unique(documents):
    assert len({one.id_ for one in documents}) == len(documents)
    for one in documents:
        assert json.loads(json.dumps(one.metadata)) == one.metadata
        assert all(isinstance(value, str | int) for value in one.metadata.values())


def test_a_model_is_told_where_and_what_and_the_vector_has_the_words(documents):
    (one,) = (one for one in documents if "REF-NEVER" in one.metadata["rule_ids"])
    told = one.get_content(metadata_mode=MetadataMode.LLM)
    assert "clause: 第一条 1.2" in told
    assert "severity: high" in told
    assert "finding_ids" not in told
    assert one.get_content(metadata_mode=MetadataMode.EMBED) == f"headings: 押金\n\n{one.text}"


def test_an_index_is_asked_for_what_was_found(documents):
    index = VectorStoreIndex.from_documents(documents, embed_model=MockEmbedding(embed_dim=8))
    wanted = MetadataFilters(
        filters=[
            MetadataFilter(key="high", operator=FilterOperator.GT, value=0),
            MetadataFilter(key="rule_ids", operator=FilterOperator.TEXT_MATCH, value="REF-NEVER"),
        ]
    )
    (found,) = index.as_retriever(similarity_top_k=99, filters=wanted).retrieve("押金退不退")
    assert found.node.metadata["clause"] == "第一条 1.2"
    assert found.node.ref_doc_id in {one.id_ for one in documents}


def test_one_file_is_loaded_and_masked():
    (first, *_) = ContractReader(Scanner(redact=True)).load_data(CONTRACTS / "lost.txt")
    assert Path(first.metadata["path"]) == CONTRACTS / "lost.txt"
    assert "13800000000" not in first.text
