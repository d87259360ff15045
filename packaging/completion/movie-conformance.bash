# bash completion for movie-conformance: what its own --help names, and its cases.
_movie_conformance() {
  local program=$1 word=$2 previous=$3 words
  case $previous in
    --profile) words="quick full soak" ;;
    --only) words=$("$program" --list 2>/dev/null | sed '1d; s/\t.*//') ;;
    --tap | --junit | --json) COMPREPLY=($(compgen -f -- "$word")) && return ;;
    *)
      [[ $word == -* ]] || { COMPREPLY=($(compgen -f -- "$word")) && return; }
      words=$("$program" --help 2>/dev/null | grep -oE '^  (-j,)?--[a-z][a-z-]*' | grep -oE -- '--[a-z-]+' | sort -u)
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o filenames -F _movie_conformance movie-conformance
