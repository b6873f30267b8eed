"""Progress that is told and draws nothing."""


class Silent:
    def stage(self, description: str, steps: int = 0) -> None:
        pass

    def step(self) -> None:
        pass
