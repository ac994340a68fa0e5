"""The light producer: puts payloads on the intake; imports redis and the payload model only."""
