# cmake --install: the program and its simulator, documentation, and what runs it every night; manual pages and
# completions as the program itself writes them.
include(GNUInstallDirs)
install(TARGETS offhook offhook-sim RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES deploy/systemd/offhook.service deploy/systemd/offhook.timer
        DESTINATION lib/systemd/system)
install(FILES deploy/offhook.cron DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(CODE [[
  set(share "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/share")
  set(offhook "$<TARGET_FILE:offhook>")
  execute_process(COMMAND ${offhook} man --to ${share}/man/man1 COMMAND_ERROR_IS_FATAL ANY)
  foreach(place IN ITEMS bash-completion/completions/offhook zsh/site-functions/_offhook
                         fish/vendor_completions.d/offhook.fish)
    string(REGEX MATCH "^[a-z]+" shell ${place})
    cmake_path(GET place PARENT_PATH folder)
    file(MAKE_DIRECTORY ${share}/${folder})
    execute_process(COMMAND ${offhook} completion ${shell} OUTPUT_FILE ${share}/${place} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
]])
