# bash completion for memoir-kernel

_memoir_kernel()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "-f install run --help --version" -- "$cur")
        return
    fi
    case ${COMP_WORDS[1]}:$prev:$cur in
        install:--prefix:*)
            mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
        install:*)
            mapfile -t COMPREPLY < <(compgen -W "--user --prefix --sys-prefix" -- "$cur") ;;
        run:--timeline:* | run:--plot:*)
            mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
        run:*:-*)
            mapfile -t COMPREPLY < <(compgen -W "--timeline --plot -c -m" -- "$cur") ;;
        *)
            mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    esac
}
complete -o filenames -F _memoir_kernel memoir-kernel
