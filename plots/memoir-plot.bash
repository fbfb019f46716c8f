# bash completion for memoir-plot

_memoir_plot() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}

    # "--option=value" arrives as three words.
    if [[ $current == "=" ]]; then
        current=
    elif [[ $previous == "=" ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $previous in
    --theme)
        mapfile -t COMPREPLY < <(compgen -W 'light dark' -- "$current")
        return
        ;;
    --axis)
        mapfile -t COMPREPLY < <(compgen -W 'time allocated' -- "$current")
        return
        ;;
    --format)
        mapfile -t COMPREPLY < <(compgen -W 'png svg pdf' -- "$current")
        return
        ;;
    --width | --height | --scale)
        return
        ;;
    -o | --output)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return
        ;;
    esac
    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '--output= --format= --width= --height= --scale=
            --theme= --axis= --help --version' -- "$current")
        [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace
    else
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$current"
            compgen -f -X '!*.json' -- "$current"
            compgen -f -X '!*.ipynb' -- "$current")
    fi
}
complete -F _memoir_plot memoir-plot
