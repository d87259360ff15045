# bash completion for movie-service and movie-tools: what their own --help names.
_movie_service() {
  local program=$1 word=$2 previous=$3 command=() words
  case $previous in
    --probe) words="ready live" ;;
    --format) words="csv json ndjson" ;;
    --db-mode) words="memory sqlite postgres" ;;
    --log-level) words="DEBUG INFO WARNING ERROR CRITICAL" ;;
    --report) COMPREPLY=($(compgen -f -- "$word")) && return ;;
    migrate) words="up status plan" ;;
    plugin) words="new" ;;
    --lang) words="c cpp rust" ;;
  esac
  if [ -z "$words" ]; then
    [[ $program == *movie-tools && $COMP_CWORD -gt 1 && ${COMP_WORDS[1]} != -* ]] && command=("${COMP_WORDS[1]}")
    if [[ $program == *movie-tools && $COMP_CWORD -eq 1 && $word != -* ]]; then
      words="migrate seed reset import export plugin plugins"
    elif [[ $word == -* || $program == *movie-service ]]; then
      words=$("$program" "${command[@]}" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*' | sort -u)
    else
      COMPREPLY=($(compgen -f -- "$word")) && return
    fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o filenames -F _movie_service movie-service movie-tools
