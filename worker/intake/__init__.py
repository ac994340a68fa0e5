"""The intake: the stream of payloads and the protocol around it, each step one Lua script."""
