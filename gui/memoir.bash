# bash completion for memoir

_memoir() {
    local current=${COMP_WORDS[COMP_CWORD]}

    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '--help --help-all --help-gapplication --help-gtk
            --version' -- "$current")
    else
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$current"
            compgen -f -X '!*.ipynb' -- "$current")
    fi
}
complete -F _memoir memoir
