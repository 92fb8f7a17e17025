"""`csms completion`: what a shell has to read to complete commands, actions and ids."""

import click

# Bash parts words at `=` and `:` and wants no more than the last part back, so that key=value is
# put together again before it is asked for, and cut off what comes. After `key=` stands no space.
BASH = r"""_csms_completion() {
    local IFS=$'\n' words=() at=-1 number rest part type value
    rest="${COMP_LINE:0:COMP_POINT}"
    for ((number = 0; number <= COMP_CWORD; number++)); do
        part="${COMP_WORDS[number]}"
        [[ $number == "$COMP_CWORD" ]] && part="$rest"
        if [[ $number == 0 || $rest == [[:space:]]* ]]; then
            rest="${rest#"${rest%%[![:space:]]*}"}"
            [[ $number == "$COMP_CWORD" ]] && part="$rest"
            words[++at]=""
        fi
        words[at]+="$part"
        rest="${rest#"$part"}"
    done

    local cut="${words[at]%"${words[at]##*[=:]}"}"
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                COMPREPLY+=("${value#"$cut"}")
                [[ $value == *= ]] && compopt -o nospace
                ;;
        esac
    done < <(COMP_WORDS="${words[*]}" COMP_CWORD=$at _CSMS_COMPLETE=bash_complete "$1")
}

complete -o nosort -F _csms_completion csms
"""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script for the shell: eval "$(csms completion bash)" in ~/.bashrc."""
    from click.shell_completion import get_completion_class

    if shell == "bash":
        click.echo(BASH, nl=False)
        return
    kind = get_completion_class(shell)
    assert kind
    script = kind(context.find_root().command, {}, "csms", "_CSMS_COMPLETE")
    click.echo(script.source_template % script.source_vars())
