"""What bash, zsh and fish have to be told once, so that a TAB asks ``searcher``.

Made by click's own template mechanism; the answers come from ``completion``. Every script hands
over the line up to the cursor and gets a line an answer: its kind, the text, and what it is, with a tab
between them. ``path`` and ``folder`` leave it to the shell to complete names of files.
"""

from __future__ import annotations

from typing import ClassVar, Final

from click.shell_completion import ShellComplete

COMPLETE_VARIABLE: Final = "_SEARCHER_COMPLETE"


class _Bash(ShellComplete):
    name = "bash"
    # Bash itself takes the common beginning of all answers; it also ends words at every colon.
    source_template: ClassVar[str] = """\
%(complete_func)s() {
    local kind text about line="${COMP_LINE:0:${COMP_POINT:-0}}"
    [[ -n $line ]] || line="${COMP_WORDS[*]:0:COMP_CWORD+1}"
    COMPREPLY=()
    while IFS=$'\\t' read -r kind text about; do
        case $kind in
            folder) compopt -o dirnames 2>/dev/null ;;
            path) compopt -o default 2>/dev/null ;;
            part) compopt -o nospace 2>/dev/null; COMPREPLY+=("$text") ;;
            *) COMPREPLY+=("$text") ;;
        esac
    done < <(COMP_LINE="$line" COMP_WORD="${COMP_WORDS[COMP_CWORD]}" %(complete_var)s=bash_complete \\
        "${COMP_WORDS[0]:-%(prog_name)s}" 2>/dev/null)
    return 0
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || \
complete -F %(complete_func)s %(prog_name)s
"""


class _Zsh(ShellComplete):
    name = "zsh"
    # -U: an answer need not begin as typed (neu → nêu); the menu then shows the first one at once.
    source_template: ClassVar[str] = """\
#compdef %(prog_name)s
%(complete_func)s() {
    local kind text about line
    local -a texts abouts parts
    line="${(j: :)words[1,CURRENT]}"
    while IFS=$'\\t' read -r kind text about; do
        case $kind in
            folder) _path_files -/ ;;
            path) _files ;;
            part) parts+=("$text") ;;
            *) texts+=("$text"); abouts+=("$text${about:+  -- $about}") ;;
        esac
    done < <(COMP_LINE="$line" %(complete_var)s=zsh_complete "${words[1]:-%(prog_name)s}" 2>/dev/null)
    (( $#parts )) && compadd -U -S '' -V %(prog_name)s-parts -a parts
    (( $#texts )) && compadd -U -l -d abouts -V %(prog_name)s -a texts
    (( $#texts )) && compstate[insert]=menu
    return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""


class _Fish(ShellComplete):
    name = "fish"
    source_template: ClassVar[str] = """\
function %(complete_func)s
    set -l line (commandline -cp | string collect)
    env COMP_LINE="$line" %(complete_var)s=fish_complete %(prog_name)s 2>/dev/null | \
    while read -d \\t -l kind text about
        switch $kind
            case folder
                __fish_complete_directories (commandline -ct)
            case path
                __fish_complete_path (commandline -ct)
            case '*'
                printf '%%s\\t%%s\\n' $text $about
        end
    end
end
complete --no-files --keep-order --command %(prog_name)s --arguments '(%(complete_func)s)'
"""


SHELLS: Final = {shell.name: shell for shell in (_Bash, _Zsh, _Fish)}


def script(shell: str, program: str = "searcher") -> str:
    """Return the script of a shell.

    Args:
        shell: One of ``SHELLS``.
        program: What it completes.
    """
    from click import Command

    return SHELLS[shell](Command(program), {}, program, COMPLETE_VARIABLE).source()
