"""Deployments: what people may do about them, what they consist of, and what makes them durable.

`service` is what Slack, GitHub and others call; `work` does a deployment, phase by phase, on top of `engine`, which
keeps how far it is; `posts` is what is to be said, which `bot.slack` says. Rows are `bot.store`'s.
"""

from bot.deployments.errors import RefusedError, UnknownDeploymentError
from bot.deployments.service import Deployments
from bot.deployments.taking_in import Taken
from bot.deployments.view import DeploymentView

__all__ = ["DeploymentView", "Deployments", "RefusedError", "Taken", "UnknownDeploymentError"]
