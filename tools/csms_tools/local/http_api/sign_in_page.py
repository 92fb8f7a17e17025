"""The page where an operator says who they are."""

from html import escape

from api.http.roles import RANKS


def drawn(ticket: str) -> str:
    """`ticket`: by which the form that comes back is known."""
    roles = "".join(
        f"<button name=role value={role}>Sign in as {role}</button> " for role in reversed(RANKS)
    )
    return _PAGE.format(ticket=escape(ticket), roles=roles)


_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Sign in</title>"
    "<meta name=viewport content='width=device-width'><link rel=icon href='data:,'><style>"
    ":root{{color-scheme:light dark}}body{{font:1rem/1.5 system-ui,sans-serif;margin:0;"
    "min-height:100vh;display:grid;place-items:center}}"
    "main{{max-width:26rem;padding:2rem;border:1px solid #8886;border-radius:14px}}"
    "h1{{margin:0;font-size:1.4rem}}mark{{padding:.2rem .6rem;border-radius:99px;"
    "font-size:.85rem;background:#f2c261;color:#000}}"
    "label,button{{display:block;width:100%;box-sizing:border-box}}"
    "input,button{{font:inherit;padding:.5rem .8rem;border-radius:8px;border:1px solid #888a;"
    "width:100%;box-sizing:border-box}}button{{margin-top:.6rem;cursor:pointer}}"
    "button:first-of-type{{background:#0b6e54;color:#fff;border-color:#0b6e54}}</style>"
    "<main><mark>Desk</mark><h1>csms up</h1>"
    "<p>This is the development issuer of this machine: nobody asks for a password.</p>"
    "<form method=post><input type=hidden name=ticket value={ticket}>"
    "<label>Name <input name=name value=operator required></label>{roles}"
    "<button name=role value='' formnovalidate>Do not sign in</button></form></main>"
)
