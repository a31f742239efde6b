; The installer for Windows 10 (1809) and 11, 64 bit: per user, without an administrator, offline.
; Compiled by packaging/build.py, which defines VERSION, NUMBERS (four of them), SOURCE, TARGET and SIZE_KB.
; Silent: setup.exe /S /D=C:\Thư mục (with /D last and without quotes); exit code 2 means refused.
Unicode true
Target amd64-unicode
ManifestSupportedOS Win10
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma

!include "MUI2.nsh"
!include "WinVer.nsh"
!include "LogicLib.nsh"

!define NAME "CCHC Desktop"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\CCHC Desktop"
!define OLDEST_BUILD 17763 ; Windows 10 1809, the oldest that this Qt starts on

Name "${NAME}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\CCHC Desktop"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Bộ cài ${NAME}"
VIAddVersionKey "LegalCopyright" "MIT"

!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "Cài đặt ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Chương trình lập kế hoạch, ghi nhật ký và báo cáo công tác tuyên truyền cải cách hành chính của xã, phường, đặc khu.$\r$\n$\r$\nChương trình cài riêng cho tài khoản Windows đang dùng, không cần quyền quản trị và không cần mạng. Dữ liệu đã nhập trước đây (nếu có) được giữ nguyên.$\r$\n$\r$\nBấm Tiến để tiếp tục."
!define MUI_FINISHPAGE_RUN "$INSTDIR\cchc-desktop.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Mở ${NAME} ngay"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

LangString OldWindows ${LANG_VIETNAMESE} "${NAME} cần Windows 10 (bản 1809 trở lên) hoặc Windows 11, 64 bit.$\r$\n$\r$\nChưa có gì được cài vào máy này. Hãy cài chương trình trên một máy mới hơn."
LangString Running ${LANG_VIETNAMESE} "${NAME} đang mở nên chưa thay được tệp chương trình.$\r$\n$\r$\nDữ liệu vẫn còn nguyên. Hãy đóng chương trình rồi chạy lại bộ cài."
LangString DataFolder ${LANG_VIETNAMESE} "Thư mục này chứa dữ liệu của chương trình nên không dùng để cài được. Hãy chọn thư mục khác."
LangString DataKept ${LANG_VIETNAMESE} "Đã gỡ chương trình. Dữ liệu đã nhập và các bản sao lưu được giữ lại trong thư mục:$\r$\n$\r$\n$LOCALAPPDATA\CCHC$\r$\n$\r$\nCài lại chương trình là dùng tiếp được. Nếu chắc chắn không cần nữa, hãy tự xóa thư mục này."

!macro RefuseWhileRunning
    ; A running program cannot be opened for writing.
    ${If} ${FileExists} "$INSTDIR\cchc-desktop.exe"
        ClearErrors
        FileOpen $0 "$INSTDIR\cchc-desktop.exe" a
        ${If} ${Errors}
            MessageBox MB_OK|MB_ICONSTOP "$(Running)" /SD IDOK
            SetErrorLevel 2
            Quit
        ${EndIf}
        FileClose $0
    ${EndIf}
!macroend

Function .onInit
    SetShellVarContext current
    ReadRegStr $0 HKLM "Software\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
    ${IfNot} ${AtLeastWin10}
    ${OrIf} $0 < ${OLDEST_BUILD}
        MessageBox MB_OK|MB_ICONSTOP "$(OldWindows)" /SD IDOK
        SetErrorLevel 2
        Quit
    ${EndIf}
FunctionEnd

Function .onVerifyInstDir
    ; The data must never be among the files that an upgrade replaces.
    ${If} $INSTDIR == "$LOCALAPPDATA\CCHC"
        Abort
    ${EndIf}
FunctionEnd

Section "${NAME}"
    SetShellVarContext current
    ${If} $INSTDIR == "$LOCALAPPDATA\CCHC" ; a silent installation asks no page
        MessageBox MB_OK|MB_ICONSTOP "$(DataFolder)" /SD IDOK
        SetErrorLevel 2
        Quit
    ${EndIf}
    !insertmacro RefuseWhileRunning
    ; Libraries of the last version must not stay beside those of this one.
    RMDir /r "$INSTDIR\_internal"
    SetOutPath "$INSTDIR"
    File /r "${SOURCE}/*"
    WriteUninstaller "$INSTDIR\go-bo.exe"
    CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\cchc-desktop.exe"

    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\cchc-desktop.exe"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${NAME}"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\go-bo.exe"'
    WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\go-bo.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
    SetShellVarContext current
    !insertmacro RefuseWhileRunning
    ; Only what was installed: a person may have chosen a folder that holds other things too.
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\cchc-desktop.exe"
    Delete "$INSTDIR\cchc.exe"
    Delete "$INSTDIR\go-bo.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${NAME}.lnk"
    DeleteRegKey HKCU "${UNINSTALL_KEY}"
    MessageBox MB_OK|MB_ICONINFORMATION "$(DataKept)" /SD IDOK
SectionEnd
