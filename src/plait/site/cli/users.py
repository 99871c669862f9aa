"""plait users: the first people in, before anybody can invite from the screen."""

from typing import Annotated

import typer

from plait.site.cli.common import console, refuse, start_or_refuse

app = typer.Typer(help="People who sign in.", no_args_is_help=True)


@app.callback()
def users() -> None:
    """People who sign in."""


@app.command()
def invite(
    email: Annotated[str, typer.Argument(help="Work e-mail address.")],
    agency: Annotated[str, typer.Option(help="Name or id of the agency.")],
    role: Annotated[list[str], typer.Option(help="Role code; give it again for a second role.")],
    name: Annotated[str, typer.Option(help="Name as colleagues know it.")] = "",
    job: Annotated[str, typer.Option(help="Job title.")] = "",
    team: Annotated[str, typer.Option(help="Name of the team they join, such as “The hub”.")] = "",
) -> None:
    """Invite somebody. Prints the link once; only its hash is kept."""
    start_or_refuse()
    from plait.agencies import queries
    from plait.agencies.actions.invite_practitioner import invite_practitioner
    from plait.base.access.verdict import Refused
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now

    if "@" not in email:
        refuse(f"{email} is not an e-mail address.")
    found = [one for one in queries.agencies() if agency.casefold() in {one.name.casefold(), str(one.pk)}]
    if not found:
        known = ", ".join(sorted(one.name for one in queries.agencies())) or "none yet"
        refuse(f"There is no agency called {agency}. There are: {known}.")
    teams = [one for one in found[0].teams.all() if one.name.casefold() == team.casefold()]
    if team and not teams:
        known = ", ".join(sorted(one.name for one in found[0].teams.all())) or "none yet"
        refuse(f"{found[0].name} has no team called {team}. It has: {known}.")
    try:
        invited = invite_practitioner(
            email=email,
            name=name or email.partition("@")[0],
            job=job,
            agency_id=str(found[0].pk),
            roles=role,
            team_id=str(teams[0].pk) if teams else None,
            by=Actor.process("command-line"),
            at=now(),
        )
    except Refused as refusal:
        refuse(f"{refusal.verdict.say} {refusal.verdict.next_step}".strip())
    console.print("Invited. Give them this link; it works once, within seven days:", markup=False)
    console.print(invited.link, markup=False)
