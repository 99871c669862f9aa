"""plait agencies: who works in the area, before anybody can sign in to say so."""

from typing import Annotated

import typer

from plait.site.cli.common import console, refuse, start_or_refuse

app = typer.Typer(help="Agencies of the area and their teams.", no_args_is_help=True)


@app.callback()
def agencies() -> None:
    """Agencies of the area and their teams."""


@app.command("list")
def list_them() -> None:
    """Every agency with its kind and its teams."""
    start_or_refuse()
    from plait.agencies import queries

    for agency in queries.agencies():
        console.print(f"{agency.name} ({agency.kind})", markup=False)
        for team in agency.teams.order_by("name"):
            console.print(f"    {team.name} ({team.kind})", markup=False)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name of the agency.")],
    kind: Annotated[
        str, typer.Option(help="Kind of agency, as in the pack's partners.toml (SCHOOL, POLICE, LA_CSC…).")
    ],
    mailbox: Annotated[
        str, typer.Option(help="Its safeguarding mailbox, for one-time links and notices.")
    ] = "",
    phone: Annotated[str, typer.Option(help="Whom to ring by day.")] = "",
    out_of_hours: Annotated[str, typer.Option(help="Whom to ring at night.")] = "",
    source_code: Annotated[
        str, typer.Option(help="CIN census ReferralSource code, such as 2A for a school.")
    ] = "",
) -> None:
    """Add an agency with a safeguarding team. Children's services (LA_CSC) also get a hub, a duty team and the rest."""
    start_or_refuse()
    from plait.agencies import queries
    from plait.agencies.actions.set_up_agency import form_team, set_up_agency
    from plait.agencies.models import Team
    from plait.base import packs
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now

    at, by = now(), Actor.process("command-line")
    try:
        known = packs.current(at=at).partners
    except packs.NoPack as missing:
        refuse(str(missing))
    if kind not in known:
        refuse(f"The pack knows no kind of agency {kind}. It knows: {', '.join(sorted(known))}.")
    if any(one.name.casefold() == name.casefold() for one in queries.agencies()):
        refuse(f"There is an agency called {name} already.")
    made = set_up_agency(
        name=name,
        kind=kind,
        referral_source=source_code,
        mailbox=mailbox,
        phone=phone,
        out_of_hours=out_of_hours,
        by=by,
        at=at,
    )
    kinds = {
        "LA_CSC": (
            (Team.Kind.HUB, "The hub"),
            (Team.Kind.CASEWORK, "Assessment team"),
            (Team.Kind.EDT, "Emergency duty team"),
            (Team.Kind.CLOSED_LIST, "Designated officer"),
            (Team.Kind.CUSTODIAN, "Record custodians"),
        ),
        "LA_EH": ((Team.Kind.CASEWORK, "Family help team"),),
    }
    for team_kind, team_name in kinds.get(kind, ((Team.Kind.SAFEGUARDING, "Safeguarding team"),)):
        form_team(
            agency_id=str(made.pk),
            name=team_name,
            kind=team_kind,
            phone=phone,
            out_of_hours=out_of_hours,
            by=by,
            at=at,
        )
    console.print(
        f"Added {name}. Now invite its people: plait users invite EMAIL --agency “{name}”", markup=False
    )


@app.command()
def end(name: Annotated[str, typer.Argument(help="Its name, as `plait agencies list` says it.")]) -> None:
    """End an agency: its people are signed out and its mailbox links, teams and involvements end, at once."""
    start_or_refuse()
    from plait.agencies import queries
    from plait.agencies.actions.end_agency import end_agency
    from plait.base.audit.actor import Actor
    from plait.base.clock.now import now

    found = [one for one in queries.agencies() if one.name.casefold() == name.casefold()]
    if not found:
        refuse(f"There is no agency called {name}.")
    end_agency(agency_id=str(found[0].pk), by=Actor.process("command-line"), at=now())
    console.print(
        f"Ended {found[0].name}. Nobody of it can sign in; what it told and was told stays.", markup=False
    )
