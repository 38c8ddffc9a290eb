"""Calls the tools of `recoupe mcp` by the protocol's own Python package, as an assistant's program would.

usage: assistant.py PROGRAM LEDGER
"""

import asyncio
import sys

from mcp import ClientSession, StdioServerParameters, stdio_client

TOOLS = ["get_dossier", "get_passage", "list_stories", "search_claims"]


def cited(value) -> int:
    """Counts the claims in an answer; each must carry report, bytes, passage and origin."""
    if isinstance(value, list):
        return sum(map(cited, value))
    if not isinstance(value, dict):
        return 0
    if "claim" in value:
        assert value["report"] and value["passage"] and value["origin"]["kind"] in ("speaker", "outlet", "unknown"), value
        assert 0 <= value["span"]["start"] < value["span"]["end"], value
    return ("claim" in value) + sum(map(cited, value.values()))


async def main(program: str, ledger: str) -> None:
    server = StdioServerParameters(command=program, args=["mcp", "--ledger", ledger])
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        tools = sorted(tool.name for tool in (await session.list_tools()).tools)
        assert tools == TOOLS, tools

        async def call(tool: str, **arguments):
            answer = await session.call_tool(tool, arguments)
            assert not answer.is_error, answer
            found = answer.structured_content
            claims = cited(found)
            assert claims > 0, f"{tool} cites nothing"
            print(f"{tool}: {claims} claims, each with its report, bytes and origin")
            return found

        story = (await call("list_stories"))["stories"][0]["story"]
        await call("get_dossier", story=story)
        claim = (await call("search_claims", kind="figure", limit=5))["claims"][0]
        passage = await call("get_passage", report=claim["report"]["id"], **claim["passage_span"])
        assert passage["passage"] == claim["passage"], passage
        refused = await session.call_tool("get_dossier", {"story": "none"})
        assert refused.is_error, refused


asyncio.run(main(*sys.argv[1:]))
