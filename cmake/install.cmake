# cmake --install: the program and its simulator, documentation, and what runs it every night.
include(GNUInstallDirs)
install(TARGETS offhook offhook-sim RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES deploy/systemd/offhook.service deploy/systemd/offhook.timer
        DESTINATION lib/systemd/system)
install(FILES deploy/offhook.cron DESTINATION ${CMAKE_INSTALL_DOCDIR})
