"""Assistants: programs that talk to people read the register by the Model Context Protocol, at `/api/mcp` and by
`actionlines mcp`.

register.py  the operations of the API, called in this process; every answer has addresses and quotes
tools.py     what an assistant may ask, each a function of the register
server.py    the tools on the two transports of the protocol
"""
